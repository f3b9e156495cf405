import QueueContracts

/// A child is to eat free of charge at a school.
struct MealsRequested: Contract {
  static let type = "meals.requested.v1"

  let applicationId: ApplicationID
  let schoolBin: String
  let grade: Int

  init(_ request: SchoolAdmissionRequested) {
    applicationId = request.applicationId
    schoolBin = request.school.bin
    grade = request.grade
  }
}
