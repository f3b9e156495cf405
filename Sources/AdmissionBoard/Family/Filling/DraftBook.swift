import AdmissionPublisher
import Foundation
import QueueContracts

/// What each citizen is filling in, and has still to sign: in memory, one form for each service.
actor DraftBook {
  struct Entry {
    var draft: FormDraft
    /// What was wrong with files of the last turn.
    var files: [FormProblem] = []
    /// The family has asked to go on, so that it is told what is wrong.
    var isChecked = false
    var waiting: WaitingSignature?
  }

  private struct Key: Hashable {
    let citizen: String
    let service: Service
  }

  private var entries: [Key: Entry] = [:]

  /// What the citizen has filled in; a form with what the portal knows of the family if it has not begun.
  func entry(_ citizen: Citizen, _ service: Service) -> Entry {
    entries[Key(citizen: citizen.id, service: service)] ?? Entry(draft: FormDraft(service, of: citizen.form))
  }

  /// Changes what is filled in; a code for what was signed before is no good for what is written now.
  @discardableResult
  func change(_ citizen: Citizen, _ service: Service, _ change: @Sendable (inout Entry) -> Void) -> Entry {
    var entry = entry(citizen, service)
    let before = entry.draft
    change(&entry)
    if entry.draft != before { entry.waiting = nil }
    entries[Key(citizen: citizen.id, service: service)] = entry
    return entry
  }

  /// Begins anew, with what the portal knows, or with a form that was sent before.
  func begin(_ citizen: Citizen, _ service: Service, with draft: FormDraft? = nil) {
    entries[Key(citizen: citizen.id, service: service)] = draft.map { Entry(draft: $0) }
  }

  /// Notes what a citizen has typed in place of the code.
  ///
  /// - Returns: what is signed by it, or how often the citizen may still try; nil if nothing waits under this id.
  func sign(
    _ citizen: Citizen, _ service: Service, id: ApplicationID, code: String
  ) -> Result<NewApplication, WrongCode>? {
    let key = Key(citizen: citizen.id, service: service)
    guard var waiting = entries[key]?.waiting, waiting.application.id == id else { return nil }
    let answer = waiting.answer(to: code)
    entries[key]?.waiting = waiting
    return answer
  }

  /// Lets a form go that has been kept.
  func finish(_ citizen: Citizen, _ service: Service, id: ApplicationID) {
    let key = Key(citizen: citizen.id, service: service)
    if entries[key]?.waiting?.application.id == id { entries[key] = nil }
  }
}

/// A form that a code was sent for.
struct WaitingSignature: PersonalData {
  let application: NewApplication
  /// Shown on the made-up phone.
  private(set) var code: String
  private(set) var triesLeft = mostTries

  static let mostTries = 5

  init(_ application: NewApplication) {
    self.application = application
    code = Self.newCode()
  }

  mutating func sendAgain() {
    code = Self.newCode()
    triesLeft = Self.mostTries
  }

  /// Once the tries are spent no code is right, until another one is sent.
  mutating func answer(to typed: String) -> Result<NewApplication, WrongCode> {
    guard triesLeft > 0 else { return .failure(WrongCode(triesLeft: 0)) }
    guard typed.filter({ !$0.isWhitespace }) == code else {
      triesLeft -= 1
      return .failure(WrongCode(triesLeft: triesLeft))
    }
    return .success(application)
  }

  private static func newCode() -> String {
    var random = SystemRandomNumberGenerator()
    let digits = String(Int.random(in: 0...999_999, using: &random))
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}

struct WrongCode: Error {
  let triesLeft: Int
}
