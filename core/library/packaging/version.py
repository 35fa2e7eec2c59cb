# packaging.version: release numbers compared; what follows them (`rc1`, `+cpu`, `.dev0`) as far as code asks.
import re


class InvalidVersion(ValueError):
    pass


class Version:
    def __init__(self, version):
        found = re.match(r'^v?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|rc|alpha|beta|c)[-_.]?(\d*))?(?:\.?post(\d+))?(?:\.?dev(\d*))?(?:\+(.*))?$', version.strip())
        if found is None:
            raise InvalidVersion(f'Invalid version: {version!r}')
        self._text = version
        self.release = tuple(int(part) for part in found.group(1).split('.'))
        self.pre = (found.group(2), int(found.group(3) or 0)) if found.group(2) else None
        self.post = int(found.group(4)) if found.group(4) else None
        self.dev = int(found.group(5) or 0) if found.group(5) is not None else None
        self.local = found.group(6)

    @property
    def major(self):
        return self._part(0)

    @property
    def minor(self):
        return self._part(1)

    @property
    def micro(self):
        return self._part(2)

    def _part(self, place):
        return self.release[place] if len(self.release) > place else 0

    @property
    def base_version(self):
        return '.'.join(str(part) for part in self.release)

    @property
    def is_prerelease(self):
        return self.pre is not None or self.dev is not None

    def _key(self):
        release = list(self.release)
        while len(release) > 1 and release[-1] == 0:
            release.pop()
        # a development release comes before the others, and those before the release itself
        stage = ('', 0) if self.dev is not None and self.pre is None else self.pre or ('z', 0)
        return tuple(release), stage, self.post or -1, -1 if self.dev is not None else 0, self.local or ''

    def __eq__(self, other):
        return self._key() == other._key()

    def __lt__(self, other):
        return self._key() < other._key()

    def __le__(self, other):
        return self._key() <= other._key()

    def __gt__(self, other):
        return self._key() > other._key()

    def __ge__(self, other):
        return self._key() >= other._key()

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"<Version('{self._text}')>"


LegacyVersion = Version


def parse(version):
    return Version(version)
