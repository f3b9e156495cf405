import Admission
import Foundation
import IntakeLookups
import QueueContracts

/// A family of which every register is asked.
enum RegisteredFamily {
  static let child = Families.iin(1)
  static let parent = Families.iin(1, adult: true)
  static let otherAdult = Families.iin(2, adult: true)

  /// An enrolment of the child.
  static let form: ApplicationForm = {
    var form = Families.enrolment(0).form.form
    form.child.iin = child
    form.applicant.iin = parent
    form.applicant.relation = .legalRepresentative
    form.statusCategories = [.targetedSocialAssistance, .unemployedParents, .orphan]
    // Whatever the registers say of its guardian, it may be asked about.
    form.documents += TestFiles.attached([.guardianshipDecision])
    return form
  }()
}

extension RegisterLookups {
  /// The answers about a form that its applicant has signed, by the built-in edition.
  func facts(of form: ApplicationForm) async -> Facts {
    await facts(
      of: Submission(
        form: form, facts: Facts(), edition: .builtIn, submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!))
  }
}
