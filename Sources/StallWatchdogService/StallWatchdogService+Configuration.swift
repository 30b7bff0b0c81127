public import StallWatchdog

extension StallWatchdogService {
  /// What a service watches of itself, and where it tells of it.
  public struct Configuration: Sendable {
    /// When a loop stalls, and what may be done to find out why.
    public var watchdog = StallWatchdog.Configuration()

    /// Whether the threads that run Swift tasks are watched, at each priority.
    public var watchesCooperativePool = true
    /// Whether the main actor is watched, where it runs.
    public var watchesMainActor = true

    /// Whether stalls are written to the logger. What goes wrong with the watchdog itself always is.
    public var logs = true
    /// Whether stalls and delays are counted in metrics.
    public var measures = true
    /// The file that every stall is written to; nil for none.
    public var file: File?
    /// The time between two reports of the delays of each loop, to the metrics and to the file.
    public var interval: Duration = .seconds(60)

    /// Everything but a file.
    public init() {}
  }

  /// A stall log: lines of JSON, in files that are bounded in size and number.
  public struct File: Sendable, Hashable {
    /// Full files are renamed to `path.1`, those to `path.2`, and so on. The folder must exist.
    public var path: String
    /// How large each file becomes; less than 64 KiB is taken for that.
    public var maxBytes: Int
    /// How many files there are at most, the current one included.
    public var maxFiles: Int

    /// 80 MB at most, unless you say otherwise. Nothing is opened yet.
    public init(path: String, maxBytes: Int = 16 * 1024 * 1024, maxFiles: Int = 5) {
      self.path = path
      self.maxBytes = maxBytes
      self.maxFiles = maxFiles
    }
  }
}
