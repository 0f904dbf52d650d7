package io.mistersmith.configuration.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPasswordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            jdbc:postgresql://ann:canary@h/db                       | jdbc:postgresql://ann:***@h/db
            http://ann:can/a@ry@h:80/x                              | http://ann:***@h:80/x
            http://:12345@h/                                        | http://:***@h/
            http\\://ann\\:canary@h                                 | http\\://ann\\:***@h
            jdbc:postgresql://h:5432/db?user=ann&password=canary    | jdbc:postgresql://h:5432/db?user=ann&password=***
            jdbc:postgresql://h/db?pass%77ord=canary&a=b            | jdbc:postgresql://h/db?pass%77ord=***&a=b
            jdbc:postgresql://h/db?%zz=canary                       | jdbc:postgresql://h/db?%zz=***
            jdbc:postgresql://h/db?sslpassword=can&ary&a=b          | jdbc:postgresql://h/db?sslpassword=***&a=b
            jdbc:sqlserver://h:1433;user=sa;PWD=can ary;encrypt=yes | jdbc:sqlserver://h:1433;user=sa;PWD=***;encrypt=yes
            jdbc:oracle:thin:scott/canary@//h:1521/x                | jdbc:oracle:thin:scott/***@//h:1521/x
            jdbc:h2:mem:x;PASSWORD=canary                           | jdbc:h2:mem:x;PASSWORD=***
            https://h/hook?access_token=canary                      | https://h/hook?access_token=***
            http://a:canary@h1, http://b:canary@h2                  | http://a:***@h2
            """)
    void aPasswordInAnAddressIsHidden(String value, String shown) {
        assertThat(UrlPasswords.masked(value)).isEqualTo(shown);
        assertThat(UrlPasswords.isIn(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a, b",
                "user:password@nowhere",
                "http://h:8080/a@b",
                "http://ann@h/",
                "http://ann:$[secret:pushgateway]@h/",
                "jdbc:postgresql://h1:5432,h2:5432/db?ApplicationName=orders&user=a@b",
                "jdbc:postgresql://h/db?password=$[secret:db]&a=b",
                "jdbc:sqlite:/var/lib/x.db",
            })
    void allElseIsShownAsItIs(String value) {
        assertThat(UrlPasswords.masked(value)).isEqualTo(value);
        assertThat(UrlPasswords.isIn(value)).isFalse();
    }

    @Test
    @Timeout(10)
    void aValueMadeToBeSlowIsNot() {
        long start = System.nanoTime();

        assertThat(UrlPasswords.masked("//a:b".repeat(20_000) + "?a=b&".repeat(20_000)))
                .isNotEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
