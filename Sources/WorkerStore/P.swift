enum WorkerStorePlaceholder {}
