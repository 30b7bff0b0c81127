import CLibclang
import Model

/// A function as other files name it.
struct Symbol {
  var usr: String
  var name: String
  var isFileLocal: Bool
}

extension UnitLowering {
  func spelling(_ cursor: CXCursor) -> String { library.text(clang.pointee.getCursorSpelling(cursor)) }

  /// The symbol of a function or global.
  ///
  /// The USR of a `static` one holds its file's name without the folder, so two files of one name would share it; the
  /// whole path is appended: `c:util.c@F@helper@/src/a/util.c`.
  func symbol(_ cursor: CXCursor) -> Symbol {
    if let key = cursor.data.0, let known = symbols[key] { return known }
    let canonical = clang.pointee.getCanonicalCursor(cursor)
    let staticStorage: Int32 = 3
    let isFileLocal = cursor.kind != Kind.method && clang.pointee.Cursor_getStorageClass(canonical) == staticStorage
    var usr = library.text(clang.pointee.getCursorUSR(cursor))
    if isFileLocal, let file = file(of: clang.pointee.getCursorLocation(canonical)) { usr += "@\(file.path)" }
    let symbol = Symbol(usr: usr, name: spelling(cursor), isFileLocal: isFileLocal)
    if let key = cursor.data.0 { symbols[key] = symbol }
    return symbol
  }

  /// The tag of a record, else its typedef's name; an unnamed part of a named record goes by the whole's name, because
  /// that is how a reader would say it: `sigaction.sa_handler`.
  func recordName(_ declaration: CXCursor) -> String {
    let record = clang.pointee.getCanonicalCursor(declaration)
    if let key = record.data.0, let known = recordNames[key] { return known }
    var name = library.text(clang.pointee.getTypeSpelling(clang.pointee.getCursorType(record)))
    for prefix in ["struct ", "union ", "class ", "enum "] where name.hasPrefix(prefix) {
      name.removeFirst(prefix.utf8.count)
    }
    let place = place(clang.pointee.getCursorLocation(record))
    if name.isEmpty || name.contains("(") {
      let outer = clang.pointee.getCursorSemanticParent(record)
      name = Kind.records.contains(outer.kind) ? recordName(outer) : "unnamed at \(place.file):\(place.line)"
    }
    if let key = record.data.0 { recordNames[key] = name }
    return name
  }

  /// A record that the summary mentions.
  func use(record declaration: CXCursor) -> String {
    let name = recordName(declaration)
    if usedRecords[name] == nil { usedRecords[name] = place(clang.pointee.getCursorLocation(declaration)) }
    return name
  }

  /// What a macro comes down to when it only renames another.
  func unaliased(_ name: String) -> String {
    var name = name
    for _ in 0..<8 {
      guard let next = aliases[name], next != name else { break }
      name = next
    }
    return name
  }

  /// The files of the unit, each once.
  func inclusions() -> [UnitFile] {
    var inclusions: [CXFile?] = []
    withUnsafeMutablePointer(to: &inclusions) { pointer in
      let visitor: CXInclusionVisitor = { file, _, _, data in
        data?.assumingMemoryBound(to: [CXFile?].self).pointee.append(file)
      }
      clang.pointee.getInclusions(unit, visitor, pointer)
    }
    var seen: Set<ObjectIdentifier> = []
    return inclusions.compactMap { self.file($0) }.filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  // MARK: Places

  /// Where a location shows in a file: within the arguments of a macro there, else where the macro is used.
  func place(_ location: CXSourceLocation) -> Place {
    let found = fileLocation(location)
    return Place(file: file(found.file)?.path ?? source.file, line: Int(found.line), column: Int(found.column))
  }

  func file(of location: CXSourceLocation) -> UnitFile? { file(fileLocation(location).file) }

  /// Asks clang once: out of macros a hundred levels deep the answer takes it milliseconds.
  private func fileLocation(_ location: CXSourceLocation) -> FileLocation {
    if let known = locations[location.int_data] { return known }
    var found = FileLocation()
    clang.pointee.getFileLocation(location, &found.file, &found.line, &found.column, nil)
    locations[location.int_data] = found
    return found
  }

  func file(_ file: CXFile?) -> UnitFile? {
    guard let file else { return nil }
    if let known = files[file] { return known }
    let spelled = library.text(clang.pointee.getFileName(file))
    let absolute = FilePaths.normalised(FilePaths.joined(source.directory, spelled))
    let isMain = absolute == source.absolutePath
    let isProject = isMain || !isSystemHeader(file, absolute)
    var size = 0
    let bytes = clang.pointee.getFileContents(unit, file, &size)
    let text = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : size).bindMemory(to: UInt8.self)
    let read = UnitFile(path: isMain ? source.file : source.shown(absolute), isProject: isProject, text: text)
    files[file] = read
    return read
  }

  /// Asks libclang for a header only: for a main file full of nested macros the question takes it minutes.
  private func isSystemHeader(_ file: CXFile, _ path: String) -> Bool {
    path.hasPrefix("/usr/")
      || clang.pointee.Location_isInSystemHeader(clang.pointee.getLocationForOffset(unit, file, 0)) != 0
  }

  /// Where the characters of a token stand, be it in a macro's definition; nil for tokens that were pasted together.
  func spelled(_ location: CXSourceLocation) -> (file: UnitFile, offset: Int)? {
    var (file, offset): (CXFile?, UInt32) = (nil, 0)
    clang.pointee.getSpellingLocation(location, &file, nil, nil, &offset)
    guard let read = self.file(file), Int(offset) < read.text.count else { return nil }
    return (read, Int(offset))
  }
}

/// Where something shows in a file.
struct FileLocation {
  var file: CXFile?
  var line: UInt32 = 0
  var column: UInt32 = 0
}
