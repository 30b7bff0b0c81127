/// The part of SARIF 2.1.0 (OASIS Standard, 2020-03-27) that reports use; names and nesting are the standard's.
struct SARIFLog: Encodable {
  let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  let version = "2.1.0"
  let runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version
    case runs
  }

  struct Run: Encodable {
    let tool: Tool
    let invocations: [Invocation]
    let originalUriBaseIds: [String: ArtifactLocation]
    let columnKind = "utf16CodeUnits"
    let results: [Result]
  }

  struct Tool: Encodable {
    let driver: Driver
  }

  struct Driver: Encodable {
    let name: String
    let version: String
    let semanticVersion: String?
    let rules: [Rule]
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Message
    let fullDescription: Message
    let help: Message
    let defaultConfiguration: Configuration
    let properties: Properties

    struct Configuration: Encodable {
      let level: String
    }

    struct Properties: Encodable {
      let tags: [String]
      let severity: String

      enum CodingKeys: String, CodingKey {
        case tags
        case severity = "problem.severity"
      }
    }
  }

  struct Message: Encodable {
    let text: String
    var markdown: String?
  }

  struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }

  struct Notification: Encodable {
    let level: String
    let message: Message
    let locations: [Location]
  }

  struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int
    let level: String
    let message: Message
    let locations: [Location]
    let codeFlows: [CodeFlow]?
    let relatedLocations: [Location]?
    let partialFingerprints: [String: String]?
    var stacks: [Stack]?
    /// From 0 to 100, the most important results first.
    var rank: Double?
    var fixes: [Fix]?
    let properties: Properties

    struct Properties: Encodable {
      let confidence: String?
      let kind: String?
      let remedy: String?
      var evidence: JSONReport.Evidence?
    }
  }

  struct Fix: Encodable {
    let description: Message
    let artifactChanges: [ArtifactChange]
  }

  struct ArtifactChange: Encodable {
    let artifactLocation: ArtifactLocation
    let replacements: [Replacement]
  }

  struct Replacement: Encodable {
    let deletedRegion: Region
    let insertedContent: Content

    struct Content: Encodable {
      let text: String
    }
  }

  struct Stack: Encodable {
    let message: Message
    let frames: [Frame]

    struct Frame: Encodable {
      let location: Location
      let module: String?
    }
  }

  struct CodeFlow: Encodable {
    let threadFlows: [ThreadFlow]
  }

  struct ThreadFlow: Encodable {
    let locations: [Step]

    struct Step: Encodable {
      let location: Location
      let nestingLevel: Int
    }
  }

  struct Location: Encodable {
    var id: Int?
    var physicalLocation: PhysicalLocation?
    var logicalLocations: [LogicalLocation]?
    var message: Message?
  }

  struct LogicalLocation: Encodable {
    let fullyQualifiedName: String
    let kind = "function"
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: ArtifactLocation
    let region: Region?
  }

  struct ArtifactLocation: Encodable {
    var uri: String?
    var uriBaseId: String?
    var description: Message?
  }

  struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    var endLine: Int?
    var endColumn: Int?
    var properties: Properties?

    /// Says that a column is not in the unit of the run.
    struct Properties: Encodable {
      let columnKind: String
    }
  }
}
