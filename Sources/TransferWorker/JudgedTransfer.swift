import Admission
import QueueContracts
import WorkerRuntime

/// A transfer with the findings of the rules about its papers.
///
/// Whatever the findings, the transfer is refused if the register shows that another application has used the slip.
struct JudgedTransfer: Sendable {
  let request: TransferRequested
  let school: BIN
  let reasons: [Reason]
  let judgedAt: Timestamp

  var slip: SlipKey? {
    request.form.transfer.map {
      SlipKey(fromSchoolBin: $0.fromSchool.bin, number: $0.deregistrationSlip.number)
    }
  }

  var schoolYear: SchoolYear { SchoolYear(school: school, year: request.submittedAt.day.year) }

  func decide(in ledger: inout Ledger) -> Outcome {
    guard let record = ledger.applications[request.applicationId] else {
      return .retry(reason: "no such application yet", orPark: .applicationUnknown)
    }
    // The transfer has ended meanwhile, or was accepted before under another message id, so nothing is left to do.
    guard !record.state.isFinal, record.arrival == nil else { return .completed([]) }

    var allReasons = reasons
    if let slip, !ledger.slipIsFree(slip, for: record.id) { allReasons.append(Reason(.transferSlipUsed)) }
    guard allReasons.isEmpty else {
      ledger.end(record.id, as: .refused, at: judgedAt)
      let update = record.update(
        .completed, .negative, step: .transfer, at: judgedAt, reasons: allReasons.inContractOrder)
      return .completed([Output(update)])
    }
    if let slip { ledger.giveSlip(slip, to: record.id) }
    let request = SchoolAdmissionRequested(
      applicationId: record.id, number: record.number, submittedAt: record.submittedAt, dueBy: record.dueBy,
      arrival: ledger.acceptArrival(of: record.id), form: request.form, conflictsWith: record.conflictsWith)
    return .completed([
      Output(request, routingKey: RoutingKey.schoolAdmissionRequested(record.school.bin)),
      Output(record.update(.inProcessing, step: .transfer, at: judgedAt)),
    ])
  }
}
