package etude.datasets.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.builtIn();

    @Test
    void hasTheSixDataSets() {
        assertThat(catalogue.entries())
                .extracting(CatalogueEntry::name)
                .containsExactly(
                        "mnist",
                        "fashion-mnist",
                        "kmnist",
                        "cifar10",
                        "cifar100",
                        "tinyshakespeare");
    }

    @Test
    void everyFileHasSizeAndSha256AndEveryEntryALicence() {
        assertThat(catalogue.entries())
                .allSatisfy(
                        entry -> {
                            assertThat(entry.licence()).isNotBlank();
                            assertThat(entry.home()).startsWith("http");
                            assertThat(entry.files())
                                    .isNotEmpty()
                                    .allSatisfy(
                                            file -> {
                                                assertThat(file.sha256()).matches("[0-9a-f]{64}");
                                                assertThat(file.bytes()).isPositive();
                                                assertThat(file.url().getScheme())
                                                        .startsWith("http");
                                            });
                        });
        assertThat(catalogue.get("mnist").bytes()).isEqualTo(11_594_722);
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> catalogue.get("imagenet"))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("imagenet")
                .hasMessageContaining("tinyshakespeare");
    }
}
