/* SPDX-License-Identifier: MIT */
#include "stats/student.h"

#include <math.h>

static double polynomial(const double *c, int terms, double x)
{
    double sum = c[0];
    for (int i = 1; i < terms; i++)
        sum = sum * x + c[i];
    return sum;
}

/* What the normal deviate exceeds with that probability: Acklam's rational approximation, good to
 * 1.15e-9 of the value. */
static double normal(double tail)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
                               -2.759285104469687e+02, 1.383577518672690e+02,
                               -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
                               -1.556989798598866e+02, 6.680131188771972e+01,
                               -1.328068155288572e+01, 1};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
                               -2.400758277161838e+00, -2.549732539343734e+00,
                               4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00, 1};
    if (tail < 0.02425) {
        double q = sqrt(-2 * log(tail));
        return -polynomial(c, 6, q) / polynomial(d, 5, q);
    }
    double q = 0.5 - tail, r = q * q;
    return polynomial(a, 6, r) * q / polynomial(b, 6, r);
}

double student_t(double tail, double n)
{
    double p = 2 * tail, a = 1 / (n - 0.5), b = 48 / (a * a);
    double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
    double d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * acos(-1) / 2) * n;
    double x = d * p, y = pow(x, 2 / n);
    if (y > 0.05 + a) {
        x = normal(tail);
        y = x * x;
        if (n < 5)
            c += 0.3 * (n - 4.5) * (x + 0.6);
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
        y = expm1(a * y * y);
    } else {
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y -
             1) *
                (n + 1) / (n + 2) +
            1 / y;
    }
    return sqrt(n * y);
}

/* Quantiles at 0.975; NIST/SEMATECH e-Handbook, 1.3.6.7.2. */
static const double t_small[] = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060,
                                 2.2622,  2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199,
                                 2.1098,  2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
                                 2.0595,  2.0555, 2.0518, 2.0484, 2.0452, 2.0423};

double student_t95(size_t degrees)
{
    enum { SMALL = sizeof t_small / sizeof *t_small };
    if (degrees == 0)
        return NAN;
    if (degrees <= SMALL)
        return t_small[degrees - 1];
    /* Cornish and Fisher's expansion about the normal quantile, good to 1e-6 from 30 degrees on
     * (Abramowitz and Stegun 26.7.5). */
    const double z = 1.959963985; /* the normal quantile */
    double n = (double)degrees, z3 = z * z * z, z5 = z3 * z * z;
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n);
}
