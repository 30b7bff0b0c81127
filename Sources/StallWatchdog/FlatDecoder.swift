/// Decodes a value that consists of named strings and nothing else.
struct FlatDecoder: Decoder {
  let values: [String: String]
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(Strings<Key>(values: values))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw mismatch([Any].self) }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw mismatch(Any.self) }
}

private func mismatch(_ type: Any.Type) -> DecodingError {
  .typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "only named strings are here"))
}

private struct Strings<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let values: [String: String]
  let codingPath: [any CodingKey] = []

  var allKeys: [Key] { values.keys.sorted().compactMap(Key.init(stringValue:)) }
  func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
  func decodeNil(forKey key: Key) -> Bool { !contains(key) }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    guard let value = values[key.stringValue] else {
      throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: "no such string"))
    }
    return value
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let value = try decode(String.self, forKey: key) as? T else { throw mismatch(type) }
    return value
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { throw mismatch(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw mismatch(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw mismatch(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { throw mismatch(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw mismatch(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw mismatch(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw mismatch(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { throw mismatch(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw mismatch(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw mismatch(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw mismatch(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw mismatch(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw mismatch(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw mismatch([String: Any].self) }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw mismatch([Any].self) }
  func superDecoder() throws -> any Decoder { throw mismatch(Any.self) }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw mismatch(Any.self) }
}
