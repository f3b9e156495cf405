import ArgumentParser
import BoardAccounts
import Foundation
import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Looks after the users who may sign in to the board.
struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Look after the board's users.", subcommands: [Users.self])

  struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "user", abstract: "Add, list, change and remove the users who may sign in to the board.",
      discussion: """
        The users are in the store that STORE_URL names. The password is asked for on a terminal, or else read from \
        standard input; the store keeps its scrypt hash. A user who is changed or removed is signed out within \
        seconds.
        """, subcommands: [Add.self, List.self, Password.self, Remove.self])
  }
}

extension BoardCommand {
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a user: a reader looks, an operator acts, an auditor sees who did what.")

    @Argument(help: "Up to 64 letters, digits, dots, hyphens, underscores and at signs.")
    var name: String

    @Option(help: "reader, operator or auditor.")
    var role: BoardRole

    func run() async throws {
      guard BoardUser.isName(name) else {
        throw Failure.badInput("A name is up to 64 letters, digits, dots, hyphens, underscores and at signs.")
      }
      let store = try await BoardCommand.store()
      guard try await Connections.asking({ try await store.boardUser(name) }) == nil else {
        throw Failure.couldNotBeDone("This user exists; change it with board user password, or remove it first.")
      }
      let hash = try BoardCommand.newPassword()
      try await Connections.asking {
        try await store.keep(BoardUser(name: name, role: role, password: hash.text, changedAt: .now))
      }
      Terminal.answer("\(name) may sign in as \(role.rawValue).")
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a user another password.")

    @Argument var name: String

    func run() async throws {
      let store = try await BoardCommand.store()
      guard var user = try await Connections.asking({ try await store.boardUser(name) }) else {
        throw Failure.couldNotBeDone("There is no such user.")
      }
      user.password = try BoardCommand.newPassword().text
      user.changedAt = .now
      try await Connections.asking { [user] in try await store.keep(user) }
      Terminal.answer("The password of \(name) is changed.")
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a user; the notes of the user's actions stay.")

    @Argument var name: String

    func run() async throws {
      let store = try await BoardCommand.store()
      guard try await Connections.asking({ try await store.removeBoardUser(name) }) else {
        throw Failure.couldNotBeDone("There is no such user.")
      }
      Terminal.answer("\(name) may no longer sign in.")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the users.")

    @OptionGroup var printing: OutputOptions

    private struct Line: Encodable {
      let name: String
      let role: BoardRole
      let changedAt: Timestamp
    }

    func run() async throws {
      let store = try await BoardCommand.store()
      let lines = try await Connections.asking { try await store.boardUsers() }
        .map { Line(name: $0.name, role: $0.role, changedAt: $0.changedAt) }
      let text = lines.map { "\($0.name)  \($0.role.rawValue)  since \($0.changedAt)" }.joined(separator: "\n")
      printing.show(lines, text: lines.isEmpty ? "Nobody may sign in." : text)
    }
  }

  private static func store() async throws -> any BoardRecords {
    let url = try Connections.existingStoreURL(try await Connections.settings())
    return try await Connections.asking { try await url.openBoard(migrates: false) }
  }

  private static func newPassword() throws -> PasswordHash {
    guard let password = PasswordInput.read() else { throw Failure.badInput("No password was given.") }
    if let problem = NewPassword.problem(password) { throw Failure.badInput(problem) }
    return try PasswordHash(of: password)
  }
}

extension BoardRole: ExpressibleByArgument {}
