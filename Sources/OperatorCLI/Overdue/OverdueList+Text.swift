import Operations
import QueueContracts

extension OverdueList {
  var text: String {
    guard !applications.isEmpty else { return "No answer is late or due soon." }
    var table = Table("APPLICATION", "NUMBER", "SERVICE", "SCHOOL", "DUE BY", "")
    for item in applications {
      table.add(
        item.applicationId.description, item.number.text, item.service.rawValue, item.school, item.dueBy.forReading,
        item.isLate ? "late" : "soon")
    }
    return table.text
  }
}
