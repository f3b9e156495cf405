import Admission
import Foundation
import IntakeLookups
import QueueContracts

/// A family about which every register is asked.
package enum RegisteredFamily {
  package static let child = Families.iin(1)
  package static let parent = Families.iin(1, adult: true)
  package static let otherAdult = Families.iin(2, adult: true)

  /// An enrolment of the child.
  package static let form: ApplicationForm = {
    var form = Families.enrolment(0).form.form
    form.child.iin = child
    form.applicant.iin = parent
    form.applicant.relation = .legalRepresentative
    form.statusCategories = [.targetedSocialAssistance, .unemployedParents, .orphan]
    // With this document attached, the other registers are asked even if the guardianship register names another
    // guardian.
    form.documents += TestFiles.attached([.guardianshipDecision])
    return form
  }()
}

extension RegisterLookups {
  /// Looks up the facts about a form as the built-in edition needs them.
  package func facts(of form: ApplicationForm) async throws -> Facts {
    try await facts(
      of: Submission(
        form: form, facts: Facts(), edition: .builtIn, submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!))
  }
}
