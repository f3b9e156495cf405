public import Admission
public import QueueContracts
public import WorkerRuntime

/// What every store of the workers can do, whatever it is made of.
public protocol AdmissionStore: WorkerStore, RegisterQueries, DeadlineQueries, Retention
where Ledger == Admission.Ledger, Keys == Admission.Ledger.Keys {
  /// The citizen's service history by `occurredAt`, then `step`; none for an unknown IIN.
  func history(recipientIin: String) async throws(StoreError) -> [HistoryEntry]
  /// The history's entries of one application, in the same order.
  func entries(of application: ApplicationID) async throws(StoreError) -> [HistoryEntry]
  /// Those of the entries that the history has, in the same order.
  func entries(_ ids: [MessageID]) async throws(StoreError) -> [HistoryEntry]
  /// The application in the register; nil where it is unknown.
  func application(_ id: ApplicationID) async throws(StoreError) -> ApplicationRecord?
  /// The deregistration slip that was last given with the application; nil where none was.
  func slip(of application: ApplicationID) async throws(StoreError) -> SlipKey?
  /// What kept the application's messages, by the time of the first.
  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord]
}

extension AdmissionStore {
  /// One entry of the history; nil if it has none of this id.
  public func entry(_ id: MessageID) async throws(StoreError) -> HistoryEntry? { try await entries([id]).first }
}
