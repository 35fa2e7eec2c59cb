# urllib.parse: addresses taken apart and put together (RFC 3986): scheme://netloc/path;params?query#fragment
from collections import namedtuple

_SCHEME = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.'
_SAFE = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~'
# of those schemes a path's last part may have parameters
_WITH_PARAMS = ('', 'ftp', 'hdl', 'prospero', 'http', 'https', 'shttp', 'rtsp', 'rtsps', 'rtspu', 'sip', 'sips', 'mms', 'sftp', 'tel')
_WITH_NETLOC = ('', 'ftp', 'http', 'gopher', 'nntp', 'telnet', 'imap', 'wais', 'file', 'mms', 'https', 'shttp', 'snews', 'prospero',
                'rtsp', 'rtsps', 'rtspu', 'rsync', 'svn', 'svn+ssh', 'sftp', 'nfs', 'git', 'git+ssh', 'ws', 'wss', 'itms-services')


class _Parts:
    def geturl(self):
        return urlunsplit(self) if len(self) == 5 else urlunparse(self)

    @property
    def _host(self):
        host, _, port = self.netloc.rpartition('@')[2].partition(':')
        return host, port

    @property
    def hostname(self):
        return self._host[0].lower() or None

    @property
    def port(self):
        return int(self._host[1]) if self._host[1] else None

    @property
    def username(self):
        user, at, _ = self.netloc.rpartition('@')
        return user.partition(':')[0] if at else None

    @property
    def password(self):
        user, at, _ = self.netloc.rpartition('@')
        _, colon, password = user.partition(':')
        return password if at and colon else None


class SplitResult(_Parts, namedtuple('SplitResult', 'scheme netloc path query fragment')):
    pass


class ParseResult(_Parts, namedtuple('ParseResult', 'scheme netloc path params query fragment')):
    pass


def urlsplit(url, scheme='', allow_fragments=True):
    url = url.lstrip()
    netloc = query = fragment = ''
    colon = url.find(':')
    if colon > 0 and url[0].isascii() and url[0].isalpha() and all(c in _SCHEME for c in url[:colon]):
        scheme, url = url[:colon].lower(), url[colon + 1:]
    if url[:2] == '//':
        end = min([at for at in (url.find(c, 2) for c in '/?#') if at >= 0], default=len(url))
        netloc, url = url[2:end], url[end:]
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return SplitResult(scheme, netloc, url, query, fragment)


def urlparse(url, scheme='', allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ''
    if scheme in _WITH_PARAMS and ';' in path:
        at = path.find(';', path.rfind('/') + 1)
        if at >= 0:
            path, params = path[:at], path[at + 1:]
    return ParseResult(scheme, netloc, path, params, query, fragment)


def urlunsplit(components):
    scheme, netloc, url, query, fragment = components
    if netloc or (scheme in _WITH_NETLOC and scheme and url[:2] != '//' and url[:1] == '/'):
        url = '//' + netloc + ('/' if url and url[:1] != '/' else '') + url
    if scheme:
        url = scheme + ':' + url
    return url + ('?' + query if query else '') + ('#' + fragment if fragment else '')


def urlunparse(components):
    scheme, netloc, path, params, query, fragment = components
    return urlunsplit((scheme, netloc, path + (';' + params if params else ''), query, fragment))


def quote(string, safe='/'):
    text = ''
    for c in string:
        text += c if c in _SAFE or c in safe else ''.join(f'%{byte:02X}' for byte in c.encode('utf-8'))
    return text


def quote_plus(string, safe=''):
    return quote(string, safe + ' ').replace(' ', '+')
