package dev.plumb.samples.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchTest {
    @Test
    void thirtyVariantsAreListedTheBestFirst() {
        List<SearchSample.Result> results = SearchSample.search(3);
        assertEquals(30, results.size());
        assertEquals(
                30,
                results.stream()
                        .map(one -> List.of(one.wide(), one.narrow(), one.rate()))
                        .distinct()
                        .count());
        assertTrue(results.get(0).accuracy() > 0.9, results::toString);
        assertTrue(results.get(0).accuracy() >= results.get(29).accuracy());
        assertEquals(
                64 * 256 + 256 + 256 * 16 + 16 + 16 * 10 + 10,
                results.stream()
                        .filter(one -> one.wide() == 256 && one.narrow() == 16)
                        .findFirst()
                        .orElseThrow()
                        .parameters());
    }
}
