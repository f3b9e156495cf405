enum WorkerTestingPlaceholder {}
