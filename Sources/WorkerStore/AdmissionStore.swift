public import Admission
public import WorkerRuntime

/// Everything that a store of the workers does, on any database.
public typealias AdmissionStore = LaneStore<Ledger, Ledger.Keys> & RegisterQueries & DeadlineQueries & Retention
