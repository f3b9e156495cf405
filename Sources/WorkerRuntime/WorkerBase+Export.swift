// A worker's code also needs settings, time-outs and log keys, so one import gives both modules.
@_exported public import WorkerBase
