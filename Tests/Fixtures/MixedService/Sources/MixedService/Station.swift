/// Blocks its actor: the finding of this package.
actor Station {
  private var last: Reading?

  func poll() -> Int {
    let reading = Reading.current()
    last = reading
    return reading.value
  }
}
