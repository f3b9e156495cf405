public import QueueContracts

/// The transfer's own reasons, judged by TransferWorker on what intake has passed (S-transfer.1–3).
///
/// Whether the slip is used already is the ledger's to say.
public enum TransferRules {
  public static func reasons(_ form: ApplicationForm) -> [Reason] {
    guard let transfer = form.transfer else { return [] }
    let slip = transfer.deregistrationSlip
    var reasons: [Reason] = []
    if form.school.bin == transfer.fromSchool.bin { reasons.append(Reason(.transferSameSchool)) }
    if slip.childIin != form.child.iin { reasons.append(Reason(.transferSlipMismatch, subject: "child")) }
    if slip.fromSchoolBin != transfer.fromSchool.bin {
      reasons.append(Reason(.transferSlipMismatch, subject: "school"))
    }
    // A summer lies between the slip and the application.
    if ![form.grade, form.grade - 1].contains(slip.grade) {
      reasons.append(Reason(.transferSlipMismatch, subject: "grade"))
    }
    if !transfer.identityDocument.canBeReal { reasons.append(Reason(.transferIdentityMismatch)) }
    return reasons
  }
}

extension IdentityDocument {
  /// An identity card's number has nine digits; other formats are not confirmed, so any text up to 32 characters stands.
  var canBeReal: Bool {
    switch type {
    case .identityCard: number.utf8.count == 9 && number.utf8.allSatisfy { (48...57).contains($0) }
    case .passport, .birthCertificate: !number.isEmpty && number.count <= 32
    }
  }
}
