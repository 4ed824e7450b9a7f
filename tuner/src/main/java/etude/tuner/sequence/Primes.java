package etude.tuner.sequence;

import java.util.stream.IntStream;

/** Prime numbers, by trial division: a search space has few dimensions. */
final class Primes {
    private Primes() {}

    /** The smallest {@code count} primes. */
    static int[] first(int count) {
        return IntStream.iterate(2, n -> n + 1).filter(Primes::isPrime).limit(count).toArray();
    }

    private static boolean isPrime(int number) {
        return IntStream.iterate(2, n -> n * n <= number, n -> n + 1)
                .noneMatch(n -> number % n == 0);
    }
}
