import ContractDocuments
import Foundation
import QueueContracts
import Testing
import TestTools

struct ExportTests {
  @Test("The committed documents equal those that `make contracts` exports")
  func committed() throws {
    let files = try ContractFiles.version1()
    for file in files {
      let committed = try? Data(contentsOf: Checkout.contracts.appending(path: file.path))
      #expect(committed == file.content, "\(file.path) differs")
    }
    for folder in ["schemas", ContractFiles.examples, ""] {
      let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.contracts.appending(path: folder).path)
      for name in names where name.contains(".") {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        #expect(files.contains { $0.path == path }, "\(path) is not exported any more")
      }
    }
  }

  @Test("Exporting the contract twice gives the same documents")
  func deterministic() throws {
    #expect(try ContractFiles.version1().map(\.content) == ContractFiles.version1().map(\.content))
  }

  @Test("Every message of version 1 has senders, readers, a schema, an example, and a channel for each routing key")
  func everyMessage() throws {
    let document = try AsyncAPIDocument.version1()
    let channels = document["channels"]?.members
    for route in MessageRoute.version1 {
      let message = try #require(document["components"]?["messages"]?[AsyncAPIDocument.key(route.type)])
      #expect(message["examples"]?.elements.isEmpty == false, "\(route.type)")
      #expect(message["x-senders"]?.elements.isEmpty == false && message["x-readers"]?.elements.isEmpty == false)
      let keys =
        channels?.filter {
          $0.value["messages"]?[AsyncAPIDocument.key(route.type)] != nil && $0.value["x-bound-to"] == nil
        } ?? []
      #expect(keys.count == route.keys.count, "\(route.type)")
      #expect(try ContractFiles.version1().contains { $0.path == "schemas/\(route.type).schema.json" })
    }
  }

  @Test("The contract page needs no network and no script, and shows every message and code")
  func page() throws {
    let file = try #require(try ContractFiles.version1().first { $0.path == "index.html" })
    let page = String(decoding: file.content, as: UTF8.self)
    for word in ["http://", "https://", "<script", "<link", "<img", "src=", "@import"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("<svg"))
    let names =
      MessageRoute.version1.map(\.type) + ReasonCode.allCases.map(\.rawValue)
      + ParkingCode.allCases.map(\.rawValue) + SchoolReasonCode.allCases.map(\.rawValue) + [
        "ApplicationForm", "HistoryEntry",
      ]
    for name in names { #expect(page.contains(name), "\(name)") }
    // Every link within the page has its target on the page.
    for link in page.matches(of: /href="#([^"]+)"/) { #expect(page.contains("id=\"\(link.1)\""), "#\(link.1)") }
  }
}
