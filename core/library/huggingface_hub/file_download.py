# huggingface_hub.file_download: nothing is fetched from elsewhere. The rest of the package is read where it is installed.
import _convlens


def __getattr__(name):
    return _convlens.unknown('a file that would be downloaded')
