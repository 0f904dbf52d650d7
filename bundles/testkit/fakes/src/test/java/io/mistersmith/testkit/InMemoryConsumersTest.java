package io.mistersmith.testkit;

/** The store in memory keeps the contract of consumers. */
class InMemoryConsumersTest extends ConsumersContract {

    private final InMemoryEventStore store = new InMemoryEventStore();

    @Override
    protected Engine openEngine() {
        store.comeBack();
        return new Engine(store, store, store::goAway);
    }
}
