import Foundation
import QueueContracts
import Testing
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

struct OutputTextTests {
  @Test("Outputs are kept byte for byte as the wire codec writes them, whatever they are called")
  func codec() {
    var (plain, named, odd) = (
      StoreSample.entry(1).outputs[0], StoreSample.entry(2).outputs[0], StoreSample.entry(3).outputs[0]
    )
    named.name = "processing.updated#received"
    named.body = Data((0...255).map { UInt8($0) })
    odd.routingKey = "a\"b\\c/d\n\u{1}қ"
    plain.body = Data()
    for outputs in [[], [plain], [plain, named], [odd], [named, odd, plain]] {
      #expect(outputs.text == String(decoding: WireCodec.encode(outputs), as: UTF8.self))
    }
  }
}
