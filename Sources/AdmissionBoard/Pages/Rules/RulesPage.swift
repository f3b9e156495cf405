import Admission
import Foundation
import HTTPTypes
import IntakeLookups
import Operations
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// The page with the rules by which applications are judged; it also compares them with an uploaded file.
struct RulesPage: Sendable {
  private static let fileLimit = 1 << 20
  let board: Board

  var routes: [Route] {
    [
      .get("/rules", may: .look) { _ in page(RulesModel(try editions(), now: board.now())) },
      .post("/rules", may: .look, bodyLimit: Self.fileLimit + (16 << 10)) { try await compare($0) },
    ]
  }

  private func editions() throws(OperationFailure) -> RulesEditions {
    do throws(SettingsError) {
      return try RulesEditions(board.settings)
    } catch {
      throw .badInput(error.description)
    }
  }

  private func page(_ model: RulesModel) -> Answer {
    .page(
      Page(title: "Rules", place: .rules, template: "rules", model: model),
      status: model.problem == nil ? .ok : .unprocessableContent)
  }

  /// Says what the editions in an uploaded file would change; the file is not kept.
  private func compare(_ request: BoardRequest) async throws -> Answer {
    let now = try editions()
    guard let file = request.form.file("rules"), file.bytes.count <= Self.fileLimit else {
      return page(RulesModel(now, now: board.now(), problem: "Choose a rules file of at most a megabyte."))
    }
    do throws(OperationFailure) {
      let others = try RuleSets.editions(json: Data(file.bytes), called: "The file")
      return page(RulesModel(now, now: board.now(), comparison: RulesComparison(now, others)))
    } catch {
      return page(RulesModel(now, now: board.now(), problem: error.sentence))
    }
  }
}

struct RulesModel: Sendable {
  struct Edition: Sendable {
    let heading: String
    let isInForce: Bool
    let lines: [String]
  }

  struct Period: Sendable {
    let heading: String
    let changes: [String]

    init(_ period: RulesComparison.Period) {
      let from = period.from.map { "from \($0)" } ?? "from the beginning"
      let before = period.before.map { ", before \($0)" } ?? ""
      heading = "“\(period.new)” in place of “\(period.old)”, \(from)\(before)"
      changes = period.changes
    }
  }

  let editions: [Edition]
  let problem: String?
  let isCompared: Bool
  let changesNothing: Bool
  let periods: [Period]

  init(_ editions: RulesEditions, now: Timestamp, comparison: RulesComparison? = nil, problem: String? = nil) {
    self.editions = EditionReport.all(editions, now: now).reversed().map {
      Edition(heading: $0.heading, isInForce: $0.isInForce, lines: $0.lines)
    }
    self.problem = problem
    isCompared = comparison != nil
    periods = comparison?.periods.map(Period.init) ?? []
    changesNothing = isCompared && periods.isEmpty
  }
}
