# numbers: the tower of abstract numbers.
class Number:
    def __instancehook__(type):
        return issubclass(type, (int, float, complex))


class Complex(Number):
    def __instancehook__(type):
        return issubclass(type, (int, float, complex))


class Real(Complex):
    def __instancehook__(type):
        return issubclass(type, (int, float))


class Rational(Real):
    def __instancehook__(type):
        return issubclass(type, int)


class Integral(Rational):
    def __instancehook__(type):
        return issubclass(type, int)
