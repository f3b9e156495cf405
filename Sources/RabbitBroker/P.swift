enum RabbitBrokerPlaceholder {}
