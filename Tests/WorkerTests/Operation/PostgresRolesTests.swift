import Admission
import Foundation
import PostgresClient
import QueueContracts
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("Each worker has a database role of its own", .serialized, .timeLimit(.minutes(5)))
struct PostgresRolesTests {
  /// A database whose tables were created with the owner's role, and the URL of each role.
  private struct Database {
    let address: String
    let superuser: PostgresConnection

    init() async throws {
      address = try TestDatabase.make()
      superuser = try PostgresConnection(#require(PostgresURL(address)))
      let script = try AdmissionCtlProcess().run(["store", "users"])
      #expect(script.status == 0, "\(script.complaint)")
      // The second run shows that the script may be run again.
      for _ in 1...2 { try superuser.run(script.output) }
      for role in [StoreRole.owner] + StoreRole.allCases.map(\.name) {
        try superuser.value("ALTER ROLE \(role) PASSWORD 'word of \(role)'")
      }
      let migration = try AdmissionCtlProcess(settings: ["STORE_URL": url(StoreRole.owner)]).run(["store", "migrate"])
      #expect(migration.status == 0, "\(migration.complaint)")
    }

    func url(_ role: String) -> String {
      address.replacing("qabyldau:qabyldau@", with: "\(role):word%20of%20\(role)@")
    }

    func url(_ role: StoreRole) -> String { url(role.name) }
  }

  @Test("The three workers and the commands do their work, each with its own role")
  func work() async throws {
    let database = try await Database()
    let system = try await AdmissionSystem(["STORE_URL": database.url(.operator), "DEADLINE_CHECK_SECONDS": "1"])
    let programs: [(String, StoreRole)] = [
      ("IntakeWorker", .intake), ("TransferWorker", .transfer), ("NotifyWorker", .notify),
    ]
    let workers = try programs.map { try system.launch($0.0, ["STORE_URL": database.url($0.1)]) }
    defer { for worker in workers { worker.kill() } }
    let (enrolment, transfer, refused) = (
      Families.enrolment(1), Families.transfer(2), Families.enrolment(3) { $0.documents = [] }
    )
    // A second application for the same child; its entry names the first application.
    let again = Families.application(4, enrolment.form.form)
    try await system.publish(
      [enrolment, transfer, refused].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    let store = try await system.store()
    func steps(of application: ApplicationSubmitted) async throws -> Set<Int> {
      Set(try await store.entries(of: application.applicationId).map(\.step.rawValue))
    }
    try await eventually(within: 90, "all families are answered, and told that the answer is late\n\(system.logs)") {
      let (first, second) = (try await steps(of: enrolment), try await steps(of: transfer))
      return try await steps(of: refused).contains(10) && first.isSuperset(of: [10, 15])
        && second.isSuperset(of: [10, 15, 20])
    }
    try await system.publish([again.message()], routingKey: RoutingKey.applicationSubmitted)
    try await eventually(within: 60, "the second application is refused\n\(system.logs)") {
      try await store.entries(of: again.applicationId).contains { entry in
        entry.reasons.contains { $0.code == "application.duplicate" }
      }
    }
    #expect(workers.allSatisfy { $0.isRunning })
    #expect(!system.logs.contains("lacks a right"), "\(system.logs)")

    for role in [StoreRole.operator, .reader] {
      let desk = AdmissionCtlProcess(settings: system.environment.merging(["STORE_URL": database.url(role)]) { $1 })
      let iin = enrolment.form.form.applicant.iin
      for command in [["history", "--iin", iin, "--json"], ["books", "--campaign", "2026"], ["overdue", "--json"]] {
        let ended = try desk.run(command)
        #expect(ended.status < 2 && !ended.complaint.contains("right"), "\(role): \(ended)")
      }
    }
  }

  @Test(
    "Each role also has the rights that its worker seldom uses",
    arguments: [StoreRole.intake, .transfer, .notify, .operator])
  func seldom(role: StoreRole) async throws {
    let database = try await Database()
    let store = try await StoreURL(database.url(role)).open()
    _ = try await store.prune(before: .now, limit: 500)
    _ = try await store.prunable(before: .now)
    let event = DeliveryEvent(
      .retried, message: MessageID(uuid: UUID()), application: ApplicationID(uuid: UUID()), worker: "test",
      reason: "test", detail: "test", time: .now)
    for _ in 1...2 { try await store.note([event]) }
    guard role != .operator else { return }
    for alone in [false, true] { _ = try await store.noteBeginning(of: ["a", "b"], worker: "test", alone: alone) }
    try await store.noteEnd(of: ["a"], worker: "test", settled: true)
    try await store.noteEnd(of: ["b"], worker: "test", settled: false)
    try await store.renewLease()
  }

  /// The rights on each table, for the roles in this order: intake, transfer, notify, operator, board, reader.
  ///
  /// `r` is the right to read rows, `a` to add, `w` to change, and `d` to remove rows. `w` is tried on the first column
  /// that PostgreSQL does not number itself.
  static let rights: [String: String] = [
    "store_version": "r r r r r r",
    "inbox": "rad rad rad rd r r",
    "application": "raw r r r r r",
    "arrival_counter": "raw raw - r r r",
    "transfer_slip": "- raw - r r r",
    "signature_use": "ra - - r r r",
    "judgement": "ra - - r r r",
    "service_history": "- - ra r r r",
    "crash_suspect": "- - - r r r",
    "detour": "rawd rawd rawd rawd rawd r",
    "standing_order": "r r r rawd rawd r",
    "deadline_watch": "raw - - r r r",
    "overdue_notice": "raw - - r r r",
    "worker_process": "rawd rawd rawd rd r r",
    "crash_note": "rawd rawd rawd rd r r",
    "board_user": "- - - rawd r -",
    "board_action": "- - - ra rad r",
    "board_hour": "- - - r rad r",
  ]

  @Test("Each role is refused every statement for which it has no right")
  func refused() async throws {
    let database = try await Database()
    let listed = try database.superuser.value(
      "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'")
    #expect(listed == Self.rights.keys.sorted().joined(separator: " "), "each table has its rights")

    for (number, role) in StoreRole.allCases.enumerated() {
      let connection = try PostgresConnection(#require(PostgresURL(database.url(role))))
      for (table, rights) in Self.rights {
        let column = try database.superuser.value(
          """
          SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND attidentity = ''
          ORDER BY attnum LIMIT 1
          """, [table])!
        let statements = [
          ("r", "SELECT count(*) FROM \(table)"), ("a", "INSERT INTO \(table) DEFAULT VALUES"),
          ("w", "UPDATE \(table) SET \(column) = \(column)"), ("d", "DELETE FROM \(table)"),
        ]
        let allowed = try statements.filter { try !Self.isRefused($0.1, by: connection) }.map(\.0).joined()
        let expected = rights.split(separator: " ")[number]
        #expect(allowed == (expected == "-" ? "" : expected), "\(role) on \(table)")
        for statement in ["TRUNCATE \(table)", "DROP TABLE \(table)", "ALTER TABLE \(table) ADD more integer"] {
          #expect(try Self.isRefused(statement, by: connection), "\(role): \(statement)")
        }
      }
      #expect(try Self.isRefused("CREATE TABLE mine (id integer)", by: connection), "\(role)")
      #expect(try Self.isRefused("UPDATE application SET applicant_iin = ''", by: connection) == (role != .intake))
      #expect(
        try Self.isRefused("UPDATE application SET state = ''", by: connection)
          == ![.intake, .transfer].contains(role))
    }
  }

  /// Tries the statement in a transaction that is undone.
  private static func isRefused(_ statement: String, by connection: PostgresConnection) throws -> Bool {
    try connection.value("BEGIN")
    defer { _ = try? connection.value("ROLLBACK") }
    do throws(PostgresError) {
      try connection.value(statement)
      return false
    } catch {
      // The error 42501 means that the role lacks the right or does not own the table. With the right, the statement
      // succeeds or fails with another error.
      return error.state == "42501"
    }
  }
}
