import ClangFrontend
import Foundation

extension Libclang {
  static let forTests = try? Libclang.find(environment: ProcessInfo.processInfo.environment)
}

/// Whether C can be read here; tests of C say so instead of passing in silence.
package let canReadC = Libclang.forTests != nil
