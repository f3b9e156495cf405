import Operations
import WorkerRuntime

/// Publishes one batch at a time, waits for its confirms, and shows the progress.
struct Pipeline {
  let publisher: any Publisher
  var batchSize = 500

  func send(_ publications: [Publication]) async throws(Failure) {
    let progress = ProgressBar(total: publications.count)
    var confirmed = 0
    while confirmed < publications.count {
      let batch = publications[confirmed..<min(confirmed + batchSize, publications.count)]
      do throws(BrokerError) {
        try await publisher.publish(Array(batch))
      } catch {
        progress.abandon()
        let isDeclared = ![.topologyMismatch, .unroutable].contains(error.code)
        throw .couldNotBeDone(
          "\(confirmed) of \(publications.count) messages were confirmed, the rest perhaps not: \(error.sentence)"
            + (isDeclared ? "" : " \"admissionctl topology apply\" declares what is missing.")
            + " Publish them all again: each keeps its id, and counts once.")
      }
      confirmed += batch.count
      progress.show(confirmed)
    }
  }
}
