import CDevice

struct Reading: Sendable {
  var value: Int

  static func current() -> Reading {
    Reading(value: Int(device_read()))
  }
}
