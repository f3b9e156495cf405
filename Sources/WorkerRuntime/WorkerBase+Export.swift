// Whoever writes a worker needs its settings, its time-outs and its log keys, too: one import gives both.
@_exported public import WorkerBase
