import IndexFrontend
import Model
import Testing

@Suite struct MangledNameTests {
  /// A USR that a compiler wrote, and what it stands for: `module | path.name(labels)`, the kind, the types.
  static let known: [(usr: String, declaration: String, kind: MangledName.Kind, type: String?)] = [
    // Modules, types, words that are used again.
    ("s:10Foundation6ThreadC", "Foundation | Thread", .type, nil),
    (
      "s:10Foundation014_CFErrorSPIForA10XMLUseOnlyV018unsafelyAssumingIsB0ACyXl_tcfc",
      "Foundation | _CFErrorSPIForFoundationXMLUseOnly.init(unsafelyAssumingIsCFError:)", .initializer,
      "(any ()) -> Foundation._CFErrorSPIForFoundationXMLUseOnly"
    ),
    (
      "s:10Foundation017_NSCFXMLBridgeForA10XMLUseOnlyV022CFStringGetMaximumSizeC8EncodingSvvg",
      "Foundation | _NSCFXMLBridgeForFoundationXMLUseOnly.CFStringGetMaximumSizeForEncoding", .getter,
      "Swift.UnsafeMutableRawPointer"
    ),
    // Names of one letter, of the standard library and of concurrency.
    ("s:ScM", "_Concurrency | MainActor", .type, nil),
    ("s:Sq4noneyxSgABmlF", "Swift | Optional.none", .enumCase, "() -> _?"),
    (
      "s:12_Concurrency9TaskLocalC", "_Concurrency | TaskLocal", .type, nil
    ),
    // Extensions of another module's type, types in them, generic requirements.
    (
      "s:s5UInt8V21NIOConcurrencyHelpersE14atomic_destroyyys13OpaquePointerVYbcvpZ",
      "NIOConcurrencyHelpers in Swift | static UInt8.atomic_destroy", .variable,
      "@Sendable @escaping (Swift.OpaquePointer) -> ()"
    ),
    (
      "s:7NIOCore12NIOBSDSocketO8NIOPosixE10SocketTypeV8datagramAFvgZ",
      "NIOPosix in NIOCore | static NIOBSDSocket.SocketType.datagram", .getter, "NIOCore.NIOBSDSocket.SocketType"
    ),
    (
      "s:s10SetAlgebraP15AsyncAlgorithmsEyxqd__YaKcSciRd__7ElementQyd__ADRtzlufc",
      "AsyncAlgorithms in Swift | SetAlgebra.init(_:)", .initializer, "async throws (_) -> Self"
    ),
    ("s:s11InlineArrayVsRi__rlE8endIndexSivp", "Swift | InlineArray.endIndex", .variable, "Swift.Int"),
    (
      "s:20FoundationEssentials16AttributedStringV4RunsV16AttributesSlice5Vy5ValueQzSg_AHQy_SgAHQy0_SgAHQy1_Sg"
        + "AHQy2_SgSnyAC5IndexVGtATcip",
      "FoundationEssentials | AttributedString.Runs.AttributesSlice5.subscript(_:)", .subscript,
      "(FoundationEssentials.AttributedString.Index) -> "
        + "(_?, _?, _?, _?, _?, Swift.Range<FoundationEssentials.AttributedString.Index>)"
    ),
    // Private and local declarations.
    (
      "s:6NIOSSL17NIOSSLSecureBytesV7BackingC07_appendC0_7inRangeyAE_SnySiGtF7backingL_AEvp",
      "NIOSSL | NIOSSLSecureBytes.Backing._appendBytes(_:inRange:).backing", .variable,
      "NIOSSL.NIOSSLSecureBytes.Backing"
    ),
    (
      "s:20GRPCNIOTransportCore10SubchannelC18defaultCompression33_94D8F3BCE37B45334D718E850F203E4DLL8GRPCCore"
        + "0E9AlgorithmVvg",
      "GRPCNIOTransportCore | Subchannel.defaultCompression", .getter, "GRPCCore.CompressionAlgorithm"
    ),
    (
      "s:4Main4Priv33_EC35F18D94452365325C69828CB62269LLC1aS2i_tcis", "Main | Priv.subscript(a:)", .setter,
      "(Swift.Int) -> Swift.Int"
    ),
    ("s:4Main4Priv33_EC35F18D94452365325C69828CB62269LLCfd", "Main | Priv.deinit", .deinitializer, nil),
    ("s:4Main4Priv33_EC35F18D94452365325C69828CB62269LLC3obsSivW", "Main | Priv.obs", .didSet, "Swift.Int"),
    ("s:4Main4Priv33_EC35F18D94452365325C69828CB62269LLC3obsSivw", "Main | Priv.obs", .willSet, "Swift.Int"),
    // Operators, names that are not ASCII, variadic parameters.
    (
      "s:4X50915NameConstraintsV8DNSNamesV5IndexV1loiySbAG_AGtFZ",
      "X509 | static NameConstraints.DNSNames.Index.<(_:_:)",
      .function, "(X509.NameConstraints.DNSNames.Index, X509.NameConstraints.DNSNames.Index) -> Swift.Bool"
    ),
    ("s:4Main0012vergenza_JFa009gre_GkaIiySid_tF", "Main | vergüenza(größe:)", .function, "([Swift.Int]) -> ()"),
    // Enum cases.
    (
      "s:20GRPCNIOTransportCore22GRPCStreamStateMachineV19OnNextOutboundFrameO04sendI0yAE7NIOCore10ByteBufferV"
        + "_SbAG16EventLoop"
        + "PromiseVyytGSgtcAEmF", "GRPCNIOTransportCore | GRPCStreamStateMachine.OnNextOutboundFrame.sendFrame",
      .enumCase,
      "(NIOCore.ByteBuffer, Swift.Bool, NIOCore.EventLoopPromise<()>?) -> "
        + "GRPCNIOTransportCore.GRPCStreamStateMachine.OnNextOutboundFrame"
    ),
    // Packs, opaque results, constrained existentials, C types, associated types.
    ("s:4Main1PV1fyxxQp_txxQpF", "Main | P.f(_:)", .function, "(_) -> (_)"),
    ("s:4Main3fooQryF", "Main | foo()", .function, "() -> _"),
    (
      "s:4Main8inferred_1y1z1m1nSi_SStSgyp_s5Error_pyXlSimST_pSi7ElementSTRts_XPtF", "Main | inferred(_:y:z:m:n:)",
      .function,
      "(any (), any (Swift.Error), any (), Swift.Int.Type, any (Swift.Sequence)) -> (Swift.Int, Swift.String)?"
    ),
    (
      "s:7NIOCore12NIOBSDSocketO8NIOPosixE6accept6socket7address0F4_lens5Int32VSgAJ_SpySo8sockaddrVGSgSpys6UIn"
        + "t32VGSgtKFZ",
      "NIOPosix in NIOCore | static NIOBSDSocket.accept(socket:address:address_len:)", .function,
      "throws (Swift.Int32, Swift.UnsafeMutablePointer<__C.sockaddr>?, Swift.UnsafeMutablePointer<Swift.UInt32>?) -> "
        + "Swift.Int32?"
    ),
    ("s:ST7ElementQa", "Swift | Sequence.Element", .associatedType, nil),
    ("s:SC10IP_RECVTOSs5Int32Vvg", "__C_Synthesized | IP_RECVTOS", .getter, "Swift.Int32"),
    // Extensions, named by their first member or by the type and what it newly conforms to.
    (
      "s:e:s:Sw13SystemPackageE8to_iovecSo0D0VyF", "SystemPackage in Swift | UnsafeMutableRawBufferPointer", .extension,
      nil
    ),
    (
      "s:e:s:15AsyncAlgorithms0A16MapErrorSequenceV8IteratorVs:s8SendableP",
      "AsyncAlgorithms | AsyncMapErrorSequence.Iterator",
      .extension, nil
    ),
  ]

  @Test(arguments: known.indices)
  func aNameIsWhatTheCompilerMeant(_ index: Int) throws {
    let (usr, declaration, kind, type) = Self.known[index]
    let name = try #require(MangledName(usr: usr))
    #expect(name.spelled == declaration)
    #expect(name.kind == kind)
    #expect(name.spelledType == type)
  }

  /// A parameter list in a mangled name, and how its closures are declared.
  static let closures: [(parameters: String, type: String)] = [
    ("yyXE", "() -> ()"),
    ("yyc", "@escaping () -> ()"),
    ("yycSg", "(@escaping () -> ())?"),
    ("yyYac", "@escaping async () -> ()"),
    ("yyKXE", "throws () -> ()"),
    ("yyYaYbKc", "@Sendable @escaping async throws () -> ()"),
    ("yys5NeverOYKXE", "() -> ()"),
    ("yyScEYKXE", "throws () -> ()"),
    ("yyScMYcc", "@MainActor @escaping () -> ()"),
    ("yy4Main5OuterO2DbCYcc", "@Outer.Db @escaping () -> ()"),
    ("yyYaYCXE", "nonisolated(nonsending) async () -> ()"),
    ("yyYaYAc", "@escaping async () -> ()"),
    ("ySi_ScA_pYitXE", "isolated any (_Concurrency.Actor) (Swift.Int, any (_Concurrency.Actor)) -> ()"),
    ("SiyXK", "@autoclosure () -> Swift.Int"),
    ("SiyXA", "@autoclosure @escaping () -> Swift.Int"),
    ("ySiXC", "@escaping (Swift.Int) -> ()"),
    ("yyXL", "@escaping () -> ()"),
    ("yyXB", "() -> ()"),
    ("yycn", "@escaping () -> ()"),
    ("SiycyYbYTc", "@Sendable @escaping () -> @escaping () -> Swift.Int"),
  ]

  @Test(arguments: closures.indices)
  func aClosureIsDescribedByItsType(_ index: Int) throws {
    let (parameters, type) = Self.closures[index]
    let name = try #require(MangledName(usr: "s:4Main1fyy\(parameters)F"))
    #expect(name.parameters?.map(\.spelled) == [type])
    #expect(name.result == .tuple([]))
  }

  @Test func labelsAndTypesOfParametersGoTogether() throws {
    let name = try #require(MangledName(usr: "s:4Main4cfun_1b1eyys5Int32VXC_SiyXKSiyXAtYaKF"))
    #expect(name.labels == [nil, "b", "e"])
    #expect(name.parameters?.count == 3)
    #expect(name.isAsync && name.isThrowing)
  }

  @Test func noLabelsAreAsManyAsThereAreParameters() throws {
    #expect(try #require(MangledName(usr: "s:4Main1fyySi_SitF")).labels == [nil, nil])
    #expect(try #require(MangledName(usr: "s:4Main1fyyF")).labels == [])
    #expect(try #require(MangledName(usr: "s:4Main1fSivp")).labels == nil)
  }

  @Test(arguments: [
    "", "s:", "s", "c:@F@usleep", "s:e:", "s:e:s:", "s:e:s::", "s:4Main", "s:4Mai", "s:4Main1fyyF_", "s:A_", "s:S",
  ])
  func whatNamesNoDeclarationIsNil(_ usr: String) {
    #expect(MangledName(usr: usr) == nil)
  }
}

extension MangledName {
  fileprivate var spelled: String {
    let labels = labels.map { "(" + $0.map { ($0 ?? "_") + ":" }.joined() + ")" } ?? ""
    return module + (extendedModule.map { " in " + $0 } ?? "") + " | " + (isStatic ? "static " : "")
      + (path + [name]).joined(separator: ".") + labels
  }

  fileprivate var spelledType: String? {
    guard let result else { return nil }
    guard let parameters else { return result.spelled }
    return (isAsync ? "async " : "") + (isThrowing ? "throws " : "") + parameters.spelled + " -> " + result.spelled
  }
}

extension TypeRef {
  fileprivate var spelled: String {
    switch self {
    case .named(let path, let arguments):
      path.joined(separator: ".")
        + (arguments.isEmpty ? "" : "<" + arguments.map(\.spelled).joined(separator: ", ") + ">")
    case .optional(.function(let function)): "(" + TypeRef.function(function).spelled + ")?"
    case .optional(let wrapped): wrapped.spelled + "?"
    case .array(let element): "[" + element.spelled + "]"
    case .dictionary(let key, let value): "[" + key.spelled + ": " + value.spelled + "]"
    case .tuple(let elements): elements.spelled
    case .function(let function): function.spelled
    case .existential(let all): "any " + all.spelled
    case .metatype(let instance): instance.spelled + ".Type"
    case .pointer(let pointee): pointee.spelled + " *"
    case .selfType: "Self"
    case .unknown: "_"
    }
  }
}

extension FunctionType {
  fileprivate var spelled: String {
    var words: [String] = []
    switch isolation {
    case .unspecified: break
    case .nonisolated: words.append("nonisolated")
    case .nonisolatedNonsending: words.append("nonisolated(nonsending)")
    case .concurrent: words.append("@concurrent")
    case .globalActor(let name): words.append("@" + name)
    case .isolatedParameter(let type): words.append("isolated " + type.spelled)
    }
    if isSendable { words.append("@Sendable") }
    if isAutoclosure { words.append("@autoclosure") }
    if isEscaping { words.append("@escaping") }
    if isAsync { words.append("async") }
    if isThrowing { words.append("throws") }
    return (words + [parameters.spelled, "->", result.spelled]).joined(separator: " ")
  }
}

extension [TypeRef] {
  fileprivate var spelled: String { "(" + map(\.spelled).joined(separator: ", ") + ")" }
}
