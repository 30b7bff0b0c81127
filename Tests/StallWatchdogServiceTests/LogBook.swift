import Logging
import Synchronization

/// Keeps what is logged.
final class LogBook: Sendable {
  struct Entry: Sendable {
    var level: Logger.Level
    var text: String
    var metadata: Logger.Metadata
  }

  private let kept = Mutex<[Entry]>([])

  var entries: [Entry] { kept.withLock { $0 } }

  var logger: Logger {
    var logger = Logger(label: "test") { _ in Handler(book: self) }
    logger.logLevel = .trace
    return logger
  }

  private struct Handler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let entry = Entry(
        level: event.level, text: event.message.description, metadata: event.metadata ?? [:])
      book.kept.withLock { $0.append(entry) }
    }
  }
}
