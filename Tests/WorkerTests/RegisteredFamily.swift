import Foundation
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
    return form
  }()
}
