import ArgumentParser

@main
struct Unblock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock", abstract: "Finds code that blocks where blocking is forbidden.")
}
