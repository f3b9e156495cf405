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
    // If the guardianship register names another guardian, the other registers are asked only about a family that has
    // attached this document.
    form.documents += TestFiles.attached([.guardianshipDecision])
    return form
  }()
}

extension RegisterLookups {
  /// Looks up the facts about a form that its applicant has signed and that the built-in edition judges.
  package func facts(of form: ApplicationForm) async -> Facts {
    await facts(
      of: Submission(
        form: form, facts: Facts(), edition: .builtIn, submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!))
  }
}
