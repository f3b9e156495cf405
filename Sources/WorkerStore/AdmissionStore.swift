public import Admission
public import WorkerRuntime

/// What every store of the workers can do, whatever it is made of.
public typealias AdmissionStore = WorkerStore<Ledger, Ledger.Keys> & RegisterQueries & DeadlineQueries & Retention
