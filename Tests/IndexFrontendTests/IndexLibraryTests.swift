import Foundation
import Testing
import TestSupport

@testable import IndexFrontend

@Suite struct IndexLibraryTests {
  @Test func theLibraryBesideTheToolchainInUseIsTriedFirst() throws {
    let folder = try CompiledPackage()
    try folder.write("toolchain/usr/bin/swiftc", "#!/bin/sh\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("toolchain/usr/bin/swiftc"))
    try FileManager.default.createDirectory(atPath: folder.path("bin"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("bin/swiftc"), withDestinationPath: folder.path("toolchain/usr/bin/swiftc"))
    let first = IndexLibrarySearch.candidates(environment: ["PATH": "/nowhere:\(folder.path("bin"))"]).first
    #expect(first?.hasPrefix(folder.path("toolchain/usr/lib/libIndexStore.")) == true)
  }

  @Test func theEnvironmentNamesTheLibrary() throws {
    let found = try IndexLibrary.find(environment: ProcessInfo.processInfo.environment)
    let named = try IndexLibrary.find(environment: [IndexLibrarySearch.variable: found.path])
    #expect(named.path == found.path)
    #expect(throws: IndexStoreError.self) {
      try IndexLibrary.find(environment: [IndexLibrarySearch.variable: "/nowhere/libIndexStore.so"])
    }
  }

  @Test func aLibraryWithoutAFunctionSaysWhich() throws {
    let folder = try CompiledPackage()
    try folder.write("other.c", "unsigned indexstore_format_version(void) { return 5; }\n")
    try folder.compileC(["other.c"], arguments: ["-fPIC"])
    // Linked by hand: the object alone is no library.
    let library = folder.path("libother.so")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["clang", "-shared", "-o", library, folder.path(".build/other.c.o")]
    try process.run()
    process.waitUntilExit()
    #expect(
      throws: IndexStoreError.missingFunction(path: library, name: "indexstore_error_get_description")
    ) { try IndexLibrary(path: library) }
  }

  @Test func whatWasLookedForIsTold() {
    let error = IndexStoreError.noLibrary(tried: ["/a/libIndexStore.so", "/b/libIndexStore.so"])
    #expect(error.description.contains("/a/libIndexStore.so, /b/libIndexStore.so"))
    #expect(error.description.contains(IndexLibrarySearch.variable))
  }
}
