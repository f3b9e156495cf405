import Foundation
import QueueContracts

/// A family in the file that `admissionctl sample` writes and `admissionctl history --families` reads.
package struct ListedFamily: Codable, Equatable, Sendable {
  package let iin: String
  package let applicationId: ApplicationID
  package let title: String
  package let file: String

  package init(iin: String, applicationId: ApplicationID, title: String, file: String) {
    self.iin = iin
    self.applicationId = applicationId
    self.title = title
    self.file = file
  }
}
