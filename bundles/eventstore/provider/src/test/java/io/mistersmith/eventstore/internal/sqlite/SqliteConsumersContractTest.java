package io.mistersmith.eventstore.internal.sqlite;

import io.mistersmith.testkit.ConsumersContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteConsumersContractTest extends ConsumersContract {

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @Override
    protected Engine openEngine() {
        return StoreFixture.engine(folder);
    }
}
