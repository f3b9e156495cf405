import Admission
import QueueContracts
import ReferenceFiles
import WorkerStore

/// The page on which an operator breaks and mends the registers of a sandbox, to see what becomes of applications.
struct SandboxPage: Sendable {
  let board: Board
  let family: Family

  var routes: [Route] {
    [
      .get("/sandbox", may: .look) { _ in try await show() },
      .post("/sandbox/register", may: .act, bodyLimit: 4 << 10) { try await change($0) },
      .post("/sandbox/school", may: .act, bodyLimit: 4 << 10) { try await enter($0) },
    ]
  }

  private var files: SandboxFiles { SandboxFiles(folder: family.folder) }

  private func show() async throws -> Answer {
    let files = files
    var registers: [SandboxModel.Subject] = []
    for register in Register.allCases {
      registers.append(SandboxModel.Subject(register, try files.state(of: register)))
    }
    var school: SandboxModel.School?
    if let bin = files.missingSchool {
      school = SandboxModel.School(bin: bin, isKnown: await isKnown(bin))
    }
    return .page(
      Page(
        title: "Sandbox", place: .sandbox, template: "sandbox",
        model: SandboxModel(registers: registers, school: school)))
  }

  private func isKnown(_ bin: String) async -> Bool {
    guard let bin = BIN(bin) else { return false }
    return await family.schools.knows(bin)
  }

  private func change(_ request: BoardRequest) async throws -> Answer {
    guard let register = request.form.text("register").flatMap({ Register(rawValue: $0) }) else {
      throw BoardError.badInput("There is no such register.")
    }
    let isMended = request.form.text("do") == "mend"
    let words = isMended ? "answers again" : "gives no answer any more"
    try await board.record(.sandbox, on: "the register \(register.rawValue) \(words)", reason: "", by: request)
    try isMended ? files.mend(register) : files.silence(register)
    return .redirect("/sandbox", .done("The register \(register.rawValue) \(words)."))
  }

  private func enter(_ request: BoardRequest) async throws -> Answer {
    guard let bin = files.missingSchool else {
      throw BoardError.notFound("This sandbox has no school that can be entered into the directory or taken out of it.")
    }
    let isKnown = request.form.text("do") == "enter"
    let words = isKnown ? "is entered into the directory" : "is struck out of the directory"
    try await board.record(.sandbox, on: "the school \(bin) \(words)", reason: "", by: request)
    try files.enter(school: bin, isKnown: isKnown)
    return .redirect("/sandbox", .done("The school \(bin) \(words)."))
  }
}

struct SandboxModel: Sendable {
  struct Subject: Sendable {
    let name: String
    let state: String
    let isWell: Bool
    let mayBreak: Bool

    init(_ register: Register, _ state: SandboxFiles.State) {
      name = register.rawValue
      isWell = state == .answers
      mayBreak = state != .isSilent
      self.state =
        switch state {
        case .answers: "answers"
        case .answersInPart: "gives no answer about some people"
        case .isSilent: "gives no answer"
        }
    }
  }

  struct School: Sendable {
    let bin: String
    let isKnown: Bool
  }

  let registers: [Subject]
  let school: School?
}
