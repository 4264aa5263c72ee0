"""Makes an image smaller: send it to the function's URL, get a PNG back.

    curl --data-binary @photo.jpg -H "content-type: image/jpeg" "<url>?width=320" > small.png

requirements.txt names Pillow; it is installed when the function is deployed.
"""

import base64
import io

from PIL import Image

LARGEST = 4096


def lambda_handler(event, context):
    try:
        width = int((event.get("queryStringParameters") or {}).get("width", "320"))
        image = Image.open(io.BytesIO(base64.b64decode(event.get("body") or "")))
    except ValueError as unreadable:
        return {"statusCode": 400, "body": f"send an image, and a width in pixels: {unreadable}\n"}
    except OSError:
        return {"statusCode": 400, "body": "this is no image that can be read\n"}
    width = max(1, min(width, LARGEST))
    height = max(1, image.height * width // image.width)
    print(f"{image.format} {image.width} x {image.height} to {width} x {height}")

    small = io.BytesIO()
    image.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS).save(small, "PNG")
    return {
        "statusCode": 200,
        "headers": {"content-type": "image/png"},
        "isBase64Encoded": True,
        "body": base64.b64encode(small.getvalue()).decode(),
    }
