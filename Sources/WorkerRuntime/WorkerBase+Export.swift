// A worker's code also needs settings, time-outs and log keys, so `import WorkerRuntime` gives WorkerBase, too.
@_exported public import WorkerBase
