import Admission
import IntakeLookups
import Logging
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// Looks up documents, registers and schools as intake does, if the environment names them.
public struct CaseLookups: Sendable {
  /// The results of the look-ups for one case.
  public struct Findings: Sendable {
    /// The facts that documents and registers give.
    public var facts = Facts()
    /// True if the directory has the school; nil if no directory was named.
    public var knowsSchool: Bool?
    /// Those of `documents`, `registers` and `schools` that were not looked up.
    public var omitted: [String] = []
  }

  private let documents: DocumentLookups?
  private let registers: RegisterLookups?
  private let schools: CSVSchoolDirectory?

  /// - Throws: `SettingsError` if a key names something that cannot be used.
  public init(_ settings: Settings) async throws(SettingsError) {
    // The workers' log is not needed, because the command's output says the same.
    let logger = Logger(label: "admissionctl") { _ in SwiftLogNoOpLogHandler() }
    documents = settings.text("DOCUMENTS_URL") == nil ? nil : try DocumentLookups(settings, logger: logger)
    registers = settings.text("REGISTERS_URL") == nil ? nil : try RegisterLookups(settings, logger: logger)
    schools = settings.text("SCHOOLS_FILE") == nil ? nil : try await CSVSchoolDirectory(settings, logger: logger)
  }

  /// Looks up what the case needs.
  ///
  /// - Throws: ``OperationFailure`` if the document store does not answer, or if `REGISTER_RATE` leaves no time for a question.
  public func findings(about clerksCase: ClerksCase, by edition: RulesEdition) async throws -> Findings {
    let form = clerksCase.form
    var findings = Findings()
    var submission = Submission(form: form, facts: Facts(), edition: edition, submittedAt: clerksCase.submittedAt)
    if let registers {
      do {
        submission.facts = try await registers.facts(of: submission)
      } catch is QuestionPace.Crowded {
        throw OperationFailure.couldNotBeDone(
          "The registers cannot be asked now: REGISTER_RATE allows no more questions.")
      }
    } else {
      findings.omitted.append("registers")
    }
    findings.facts = submission.facts
    if let documents {
      do {
        findings.facts = try await documents.facts(of: submission, for: "case")
      } catch let error as EnvironmentDown {
        throw OperationFailure.couldNotBeDone("The \(error.what) cannot be asked: \(error.detail).")
      } catch let error as MessageHeldUp {
        throw OperationFailure.couldNotBeDone("The \(error.what) does not answer about this case: \(error.detail).")
      }
    } else {
      findings.omitted.append("documents")
    }
    if let schools {
      findings.knowsSchool = if let bin = BIN(form.school.bin) { await schools.knows(bin) } else { false }
    } else {
      findings.omitted.append("schools")
    }
    return findings
  }
}
