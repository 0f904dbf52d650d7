package io.mistersmith.pools.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/orders",
                "jdbc:postgresql://one:5432,two:5433/orders?targetServerType=primary&loadBalanceHosts=true",
                "jdbc:postgresql:orders?ApplicationName=shop&reWriteBatchedInserts=true",
                "jdbc:sqlite:orders.db"
            })
    void harmlessUrlsPass(String url) {
        assertThatCode(() -> UrlRules.check(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory",
                "socketFactoryArg",
                "sslfactory",
                "sslfactoryarg",
                "sslhostnameverifier",
                "sslpasswordcallback",
                "sslkey",
                "sslcert",
                "sslrootcert",
                "authenticationPluginClassName",
                "loggerFile",
                "service",
                "jaasApplicationName",
                "options",
                "localSocketAddress",
                "unknown",
                "SOCKETFACTORY",
                "socket%46actory"
            })
    void optionsThatRunCodeOrReadFilesAreRefusedByName(String option) {
        assertThatThrownBy(() -> UrlRules.check("jdbc:postgresql://db/orders?ApplicationName=a&" + option + "=canary"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url has the option")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/orders?user=canary, 'use the key user'",
        "jdbc:postgresql://db/orders?PASSWORD=canary, 'use the key password'",
        "jdbc:postgresql://db/orders?socketTimeout=0, 'use the key socket.timeout.ms'",
        "jdbc:postgresql://ann:canary@db/orders, 'use the keys user and password'",
        "jdbc:h2:mem:x;INIT=RUNSCRIPT, 'none is known to be harmless'",
        "jdbc:mysql://db/x?autoDeserialize=true, 'none is known to be harmless'",
        "postgresql://db/canary, 'does not begin with jdbc:'"
    })
    void otherUrlsAreRefusedWithWhatToDo(String url, String message) {
        assertThatThrownBy(() -> UrlRules.check(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("canary");
    }
}
