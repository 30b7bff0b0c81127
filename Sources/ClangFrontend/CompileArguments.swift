/// What of a compiler's command line is handed to libclang: only what is known to change how C is read.
///
/// A compile database may come from a stranger, and clang can be told to load code or to write files. So this is a list of
/// what is let through; all else is dropped, and what would load code refuses the whole entry, because dropping it would
/// hide an attempt that the user should hear of.
package enum CompileArguments {
  package enum Verdict: Hashable, Sendable {
    case accepted([String])
    /// The argument that would make clang load or run code.
    case refused(String)
  }

  /// Judges a command line without the compiler's name; mentions of the source file vanish like every other input.
  package static func judge(_ arguments: [String]) -> Verdict {
    var kept: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if loadsCode(argument) { return .refused(argument) }
      if let pair = pairs.first(where: { argument.hasPrefix($0) && argument.utf8.count > $0.utf8.count }) {
        // An argument for clang's inside, glued on with a comma: `-Wp,-fplugin=…` goes to nobody, yet say so.
        if argument.dropFirst(pair.count).split(separator: ",").contains(where: { loadsCode(String($0)) }) {
          return .refused(argument)
        }
        continue
      }
      if forwarders.contains(argument) {
        guard let value = rest.popFirst() else { break }
        if loadsCode(value) || value.hasPrefix("-load") { return .refused("\(argument) \(value)") }
        continue
      }
      if droppedWithValue.contains(argument) {
        rest = rest.dropFirst()
        continue
      }
      if let option = joinedOrSeparate.first(where: { argument.hasPrefix($0) }) {
        guard let value = argument == option ? rest.popFirst() : String(argument.dropFirst(option.count)) else { break }
        // Always in one word, so that clang cannot pair values with options differently than is done here.
        if !value.isEmpty { kept.append(option + value) }
        continue
      }
      if let option = separate.first(where: { argument == $0 }) {
        guard let value = rest.popFirst() else { break }
        kept += [option, value]
        continue
      }
      if argument == "-x" || argument.hasPrefix("-x") {
        guard let value = argument == "-x" ? rest.popFirst() : String(argument.dropFirst(2)) else { break }
        if languages.contains(value) { kept += ["-x", value] }
        continue
      }
      if argument == "-target", let value = rest.popFirst() {
        kept.append("--target=\(value)")
        continue
      }
      if changesMeaning(argument) { kept.append(argument) }
    }
    return .accepted(kept)
  }

  private static let pairs = ["-Wp,", "-Wa,", "-Wl,"]
  private static let forwarders: Set<String> = [
    "-Xclang", "-mllvm", "-Xpreprocessor", "-Xassembler", "-Xlinker", "-Xarch_host",
  ]
  private static let joinedOrSeparate = ["-I", "-D", "-U", "-F"]
  private static let separate: Set<String> = [
    "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-isysroot", "-iprefix", "-iwithprefix", "-iframework",
  ]
  private static let languages: Set<String> = [
    "c", "c++", "c-header", "c++-header", "objective-c", "objective-c++", "cpp-output",
  ]
  private static let droppedWithValue: Set<String> = [
    "-o", "-MF", "-MT", "-MQ", "-MJ", "-L", "-l", "-u", "-T", "-z", "-B", "-arch", "--param", "-aux-info", "-dumpdir",
    "-dumpbase",
    "-index-store-path", "-index-unit-output-path", "-serialize-diagnostics", "--serialize-diagnostics",
    "-dependency-file",
    "-fmodules-cache-path", "-ivfsoverlay", "-dependency-dot", "-working-directory", "-resource-dir", "-rpath",
    "-soname",
  ]

  /// What makes clang or gcc load a library, read further arguments from a file, or run another program.
  private static func loadsCode(_ argument: String) -> Bool {
    let name = argument.hasPrefix("--") ? String(argument.dropFirst()) : argument
    let exact = [
      "-cc1", "-cc1as", "-cc1gen-reproducer", "-load", "-plugin", "-add-plugin", "-wrapper", "-specs", "-config",
    ]
    let starts = [
      "-fplugin", "-plugin-arg-", "-fpass-plugin", "-load=", "-load-pass-plugin", "-specs=", "-config=", "-config-",
      "-fcas-plugin", "-gcc-toolchain-plugin", "-plugin=", "-plugin-opt", "@",
    ]
    return exact.contains(name) || starts.contains { name.hasPrefix($0) }
  }

  /// Options in one word that change what the source means.
  private static func changesMeaning(_ argument: String) -> Bool {
    let exact: Set<String> = [
      "-ansi", "-pthread", "-nostdinc", "-nostdinc++", "-undef", "-traditional-cpp", "-trigraphs", "-m32", "-m64",
      "-mx32",
      "-fsigned-char", "-funsigned-char", "-fno-signed-char", "-fshort-enums", "-fshort-wchar", "-fblocks",
      "-fms-extensions",
      "-fgnu89-inline", "-ffreestanding", "-fhosted", "-fno-builtin", "-fPIC", "-fpic", "-fPIE", "-fpie", "-fopenmp",
      "-fexceptions", "-fno-exceptions", "-frtti", "-fno-rtti", "-fcoroutines", "-fdeclspec", "-fno-common", "-fcommon",
      "-fms-compatibility", "-fno-ms-compatibility", "-fasm-blocks", "-fchar8_t", "-fno-operator-names",
    ]
    let starts = [
      "-std=", "--std=", "-stdlib=", "--sysroot=", "--target=", "-march=", "-mcpu=", "-msse", "-mavx", "-maes",
      "-mfpu=",
    ]
    return exact.contains(argument) || starts.contains { argument.hasPrefix($0) }
  }
}
